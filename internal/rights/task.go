package rights

import (
	"verv/internal/privacy"
	"verv/internal/task"
)

// The kinds of this house's tasks.
const (
	TaskExport = "rights.export" // packs a download
	TaskClose  = "rights.close"  // ends what a deletion began
	TaskSpent  = "rights.spent"  // ends the dossier of a last letter
	TaskLift   = "rights.lift"   // ends a restriction whose person was told
)

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{
		{Name: TaskExport, Purpose: privacy.Rights, Run: h.runExport},
		{Name: TaskClose, Purpose: privacy.Operate, Tries: 1000, Run: h.runClose},
		{Name: TaskLift, Purpose: privacy.Rights, Tries: 1000, Run: h.runLift},
		{Name: TaskSpent, Purpose: privacy.Rights, Tries: 1000, Run: h.runSpent},
	}
}
