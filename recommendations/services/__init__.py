"""Every write of the register: a verb, the day it took effect, and who did it."""
