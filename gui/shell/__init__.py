"""What surrounds stage and panels: menus, transport, drawer, groups, messages, start page."""
