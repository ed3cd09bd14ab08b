package crash

import (
	"context"
	"os"

	"modernc.org/sqlite"
)

// slack names the variable that makes a writer of these tests sync too seldom: every connection is set to synchronous=NORMAL behind
// the store's back. The product has no such setting.
const slack = "VERV_TEST_SLACK"

func init() {
	if os.Getenv(slack) == "" {
		return
	}
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		_, err := conn.ExecContext(context.Background(), "pragma synchronous = NORMAL", nil)
		return err
	})
}
