// written with the terminal
