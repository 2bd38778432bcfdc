package vault

func child(string) int { return 2 }
