// JourneyEngine: see ARCHITECTURE.md
