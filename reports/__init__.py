"""What is made from the domain; the domain never imports it."""
