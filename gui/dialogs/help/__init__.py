"""The windows of the Help menu: how things are done, every key, any command, the program itself."""
