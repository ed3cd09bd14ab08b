package main

// planApplications comes with the application house.
func (s *seeder) planApplications() {}
