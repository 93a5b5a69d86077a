"""What is written about documents: what goes into a pack, and the editions that are issued."""
