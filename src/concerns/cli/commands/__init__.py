"""What can be typed: one file each. A new file here is a new command or group of commands."""
