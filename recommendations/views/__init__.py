"""The register's pages, a noun a module."""
