"""What the table panel is made of: the table as Qt sees it, its statistics, its menus."""
