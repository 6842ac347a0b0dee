"""What is made of a design: files, at once or later, archives of them, and pictures whose URL says nothing."""
