package server_test

// apply sends an application of each candidate, once the application house has its door.
func (w *town) apply() {}

// applied adds who may read what was applied with.
func (w *town) applied(secrets map[string][]string) {}
