"""The pages of the mock CarePortals; nothing but `gate` is imported before somebody asks for one."""
