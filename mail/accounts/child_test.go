package accounts

func child(string) int { return 2 }
