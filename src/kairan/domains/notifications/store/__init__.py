"""SQL of notifications: devices and what is on its way to them (pushes), what people chose (choices)."""
