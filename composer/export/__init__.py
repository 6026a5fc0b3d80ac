"""What leaves the program: the finished policy and the list of its departures from the model. No files here."""
