// Rendering: see ARCHITECTURE.md
