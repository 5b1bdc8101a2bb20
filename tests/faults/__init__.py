"""What happens when processes are killed, the disk is full and the database goes away."""
