"""What surrounds stage and panels: menus, transport, docks, messages, start page."""
