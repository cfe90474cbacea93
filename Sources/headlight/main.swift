print("headlight")
