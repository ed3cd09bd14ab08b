package job

import (
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

type (
	apiVersion struct {
		ID   string `path:"id" maxLength:"36"`
		Body struct {
			Version int `json:"version" minimum:"1"`
		}
	}
	apiClose struct {
		ID   string `path:"id" maxLength:"36"`
		Body struct {
			Version int    `json:"version" minimum:"1"`
			Reason  string `json:"reason" enum:"filled,withdrawn"`
		}
	}
	apiAt struct {
		ID   string `path:"id" maxLength:"36"`
		Body struct {
			Version int        `json:"version" minimum:"1"`
			At      *time.Time `json:"at,omitempty" doc:"when the job shall open"`
			Comment string     `json:"comment,omitempty" maxLength:"1000"`
		}
	}
)

const apiTag = web.Tag("jobs")

func (h *House) api() []web.Route {
	see := web.Public(access.JobSee, privacy.Publish)
	list := web.Employer(access.JobList, privacy.Recruit)
	write := web.Employer(access.JobWrite, privacy.Recruit)
	edit := web.Employer(access.JobEdit, privacy.Recruit)
	approve := web.Employer(access.JobApprove, privacy.Recruit)
	const one = "/api/employer/jobs/{id}"
	act := func(path, name, says string) huma.Operation { return apiTag.Post(one+"/"+path, name, says) }
	return append([]web.Route{
		web.API(apiTag.Get("/api/jobs", "list-jobs", "Open jobs, newest first"), see, h.apiSearch),
		web.API(apiTag.Get("/api/jobs/{id}", "get-job", "One advertisement"), see, h.apiOpen),
		web.API(apiTag.Get("/api/employer/jobs", "list-own-jobs", "Jobs of one's employer, in the order they were made"), list, h.apiDesk),
		web.API(apiTag.Get(one, "get-own-job", "A job of one's employer"), list, h.apiOf),
		web.API(apiTag.Post("/api/employer/jobs", "create-job", "Write a draft"), write, h.apiCreate),
		web.API(web.Versioned(apiTag.Put(one, "change-job", "Replace the content of a job; the version names what was read")), write, h.apiChange),
		web.API(act("send", "send-job", "Send a draft for approval"), write, h.apiSend),
		web.API(act("retract", "retract-job", "Take back what was sent for approval"), write, h.does((*House).Retract)),
		web.API(act("approve", "approve-job", "Approve a job that another wrote"), approve, h.does((*House).Approve)),
		web.API(act("return", "return-job", "Return a job with a comment"), approve, h.apiReturn),
		web.API(act("schedule", "schedule-job", "Let a job open at a moment"), edit, h.apiSchedule),
		web.API(act("unschedule", "unschedule-job", "Make a scheduled job a draft again"), edit, h.does((*House).Unschedule)),
		web.API(act("publish", "publish-job", "Open a draft to everybody"), edit, h.does((*House).Publish)),
		web.API(act("close", "close-job", "Close an open job"), edit, h.apiCloseJob),
		web.API(act("archive", "archive-job", "Take a closed job out of the list"), edit, h.does((*House).Archive)),
		web.API(act("restore", "restore-job", "Bring an archived job back"), edit, h.does((*House).Restore)),
		web.API(apiTag.Delete(one, "discard-job", "Delete a draft for good"), edit, h.apiDiscard),
		web.API(act("duplicate", "duplicate-job", "Write a draft that says the same, without its days"), write, h.apiDuplicate),
		web.API(apiTag.Get(one+"/history", "get-job-history", "What was done with a job, the latest first"), list, h.apiHistory),
	}, slices.Concat(h.apiQuestions(write), h.apiTemplates(list, write, edit), h.apiModerate())...)
}

// does is an act that asks nothing but the version.
func (h *House) does(do button) func(*web.Request, *apiVersion) (*apiJob, error) {
	return func(r *web.Request, in *apiVersion) (*apiJob, error) {
		return h.acted(r, in.ID, func(n ID) error { return do(h, r, r.Grant, n, in.Body.Version) })
	}
}

// acted does something with a job and answers with what it is now.
func (h *House) acted(r *web.Request, id string, do func(ID) error) (*apiJob, error) {
	n, err := apiJobID(id)
	if err == nil {
		err = do(n)
	}
	if err != nil {
		return nil, err
	}
	return h.apiOf(r, &apiID{id})
}

func (a *apiAt) at() time.Time {
	if a.Body.At == nil {
		return time.Time{}
	}
	return a.Body.At.UTC().Truncate(time.Millisecond)
}

func (h *House) apiSend(r *web.Request, in *apiAt) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error { return h.Send(r, r.Grant, n, in.Body.Version, in.at(), in.Body.Comment) })
}

func (h *House) apiReturn(r *web.Request, in *apiAt) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error { return h.Return(r, r.Grant, n, in.Body.Version, in.Body.Comment) })
}

func (h *House) apiSchedule(r *web.Request, in *apiAt) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error { return h.Schedule(r, r.Grant, n, in.Body.Version, in.at()) })
}

func (h *House) apiCloseJob(r *web.Request, in *apiClose) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error { return h.Close(r, r.Grant, n, in.Body.Version, Reason(in.Body.Reason)) })
}
