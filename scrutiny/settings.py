"""One file for every place; what differs between them comes from the environment.

    SECRET_KEY            required; SECRET_KEY_FALLBACKS holds older ones while they are rotated out
    ALLOWED_HOSTS         the names this site answers to
    HTTPS                 on unless said otherwise; off only where nobody else can reach it
    BEHIND_PROXY          on where a proxy ends TLS and sets X-Forwarded-Proto itself, and adds
                          the address it was asked from to the end of X-Forwarded-For
    DATABASE_URL          SQLite in .data/ unless said otherwise
    DEMONSTRATION         lets the demonstration's accounts in; refused on a real site;
                          their password is DEMONSTRATION_PASSWORD
    DEBUG                 off unless said otherwise
    EMAIL_URL             where mail goes, such as smtp+tls://user:password@host:587; unless said
                          otherwise it is printed to the console, and a demonstration's is written
                          into .data/mail
    SITE_ADDRESS          where this site is found, for the links in messages; made of HTTPS and the
                          first of ALLOWED_HOSTS unless said otherwise
    MAIL_FROM             whom mail comes from
    CONTACT_EMAIL         whom a reader may write to about the site, as its accessibility statement
                          says; where none is given it sends them to their council's scrutiny team
    FILE_STORE            where issued documents and the files of evidence are kept, each under its
                          checksum; .data/files
    CLAMD                 the virus scanner that files of evidence are sent to: unix:/path or
                          tcp://host:port of a clamd; none unless said otherwise, and then a file
                          can be taken away by others only once somebody has let it through
    ADMIN_PATH            where site administrators find the raw tables; site-administration

A file named .env beside manage.py is read too; the environment comes before it.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from recommendations.uploads import scanner
from scrutiny.databases import database

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

if not env.str("SECRET_KEY", default=""):
    raise ImproperlyConfigured("Set SECRET_KEY in the environment; see README.md.")

# What differs from place to place

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))
}
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
FILE_STORE = env.str("FILE_STORE", default=str(DATA_DIR / "files"))
ADMIN_PATH = env.str("ADMIN_PATH", default="site-administration").strip("/")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="recommendations@localhost")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
MAIL_UNLESS_SAID = f"filemail:///{DATA_DIR}/mail" if DEMONSTRATION else "consolemail://"
globals().update(env.email("EMAIL_URL", default=MAIL_UNLESS_SAID))
EMAIL_TIMEOUT = 10
SCHEME = "https" if HTTPS else "http"
SITE_ADDRESS = env.str("SITE_ADDRESS", default=f"{SCHEME}://{[*ALLOWED_HOSTS, 'localhost'][0]}")
DEMONSTRATION_PASSWORD = env.str("DEMONSTRATION_PASSWORD", default="")

if DEMONSTRATION and (HTTPS or not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}):
    raise ImproperlyConfigured(
        "DEMONSTRATION opens accounts whose password is printed: take it out of the environment,"
        " or set HTTPS=off and ALLOWED_HOSTS to this machine alone."
    )

try:
    CLAMD = scanner.place_of(env.str("CLAMD", default=""))
except ValueError as fault:
    raise ImproperlyConfigured(f"Set CLAMD otherwise, or leave it out: {fault}.") from None

# The application

INSTALLED_APPS = [
    "scrutiny.apps.SiteAdministrationConfig",
    "recommendations",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "simple_history",
    "csp",
]
MIDDLEWARE = [
    "scrutiny.middleware.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "scrutiny.middleware.PrivateAnswers",
    "scrutiny.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "scrutiny.middleware.SessionLimits",
    "scrutiny.typed.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "scrutiny.middleware.DatabaseAway",
]
ROOT_URLCONF = "scrutiny.urls"
WSGI_APPLICATION = "scrutiny.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "scrutiny.forms_renderer.FormRenderer"

# People

AUTH_USER_MODEL = "recommendations.User"
AUTHENTICATION_BACKENDS = ["recommendations.backends.AccountBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"  # which leads on to the council of whoever signed in
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_RESET_TIMEOUT = 60 * 60
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # the length asked of a password that stands alone
    },
    {"NAME": "scrutiny.guessable.GuessablePasswordValidator"},
]

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What the browser is told

SESSION_ENGINE = "recommendations.sessions"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SEEN_COOKIE_NAME = "__Host-seen" if HTTPS else "seen"
ENDS_COOKIE_NAME = "__Host-session-ends" if HTTPS else "session-ends"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "scrutiny.typed.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # preloading is for whoever owns the whole domain, which a council decides
]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# What is read of a form, whoever sends it: 2.5 MB, and twice the boxes of the longest page, which
# asks about 100 rows of a response by eleven each. A thousand are read in 0.01 s; all that 2.5 MB
# can hold would take longer than the two seconds that a page may.

DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_200

# Of files one at a time, and held in memory: no more of it than may be kept.

DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["scrutiny.uploaded.InMemory"]

# What is written down about requests: never what a person typed

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "scrutiny.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # refusals and failures are in the request's own line, with its name and not its address
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
