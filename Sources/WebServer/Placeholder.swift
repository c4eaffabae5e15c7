// The module's own folder; its first file replaces this line.
