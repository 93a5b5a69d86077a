"""What is printed, as frozen values in plain Python: no database, no Django, no clock."""
