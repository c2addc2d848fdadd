print("orbits")
