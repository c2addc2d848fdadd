// Shell: see ARCHITECTURE.md
