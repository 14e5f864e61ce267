"""What a command's exit code says."""

DONE = 0  # for `check`: no gap
FOUND = 1  # `check`: a gap
WRONG = 2  # the input or the command is wrong
FAULT = 3  # a fault of the program
