-- name: addDraft
-- scope: subject
insert into application_draft (id, subject_id, dossier_id, job_id, file_id, cv_id, made_at, contact, career)
values (:id, :subject, :dossier_id, :job_id, :file_id, :cv_id, :now, :contact, :career);

-- name: draft
-- scope: subject
select id, dossier_id, job_id, file_id, cv_id, made_at, submitted_at, checked_at, contact, career from application_draft where subject_id = :subject and id = :id;

-- name: changeDraft
-- scope: subject
update application_draft set file_id = :file_id, cv_id = :cv_id, contact = :contact, career = :career
where subject_id = :subject and id = :id and submitted_at is null;

-- name: submitDraft
-- scope: subject
update application_draft set submitted_at = :now where subject_id = :subject and id = :id and submitted_at is null;

-- name: checkDraft
-- scope: subject
update application_draft set checked_at = :now where subject_id = :subject and id = :id and checked_at is null;

-- name: dropDraft
-- scope: subject
delete from application_draft where subject_id = :subject and id = :id;

-- name: add
-- scope: subject
insert into application (id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, clock_at, job_title, employer_name, language, stage, outcome, score, name, contact, career, cv)
values (:id, :employer_id, :subject, :dossier_id, :job_id, :file_id, :site_id, :now, :clock_at, :job_title, :employer_name, :language, 'new', '', 0, :name, :contact, :career, :cv)
on conflict do nothing;

-- name: toJob
-- scope: subject
select id from application where subject_id = :subject and job_id = :job_id;

-- name: own
-- scope: subject
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, stage_id, stage_at, score, name, contact, career, cv, decision
from application where subject_id = :subject and id = :id;

-- name: mine
-- scope: subject
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, stage_id, stage_at, score, name, contact, career, cv, decision
from application where subject_id = :subject and outcome <> 'withdrawn' order by sent_at desc, id limit 500;

-- name: correct
-- scope: subject
update application set name = :name, contact = :contact, career = :career where subject_id = :subject and id = :id and outcome = '';

-- name: withdraw
-- scope: subject
update application set outcome = 'withdrawn', ended_at = coalesce(ended_at, :now) where subject_id = :subject and id = :id and outcome <> 'withdrawn';

-- name: held
-- scope: employer
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, stage_id, stage_at, score, name, contact, career, cv, decision
from application where employer_id = :employer and id = :id and outcome <> 'withdrawn' and dossier_id not in (select id from dossier where rests_at is not null);

-- name: bySent
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and b.dossier_id not in (select id from dossier where rests_at is not null) and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
    and (:stage_id = '' or b.outcome = '' and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first)) and b.score >= :least
    and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
  order by b.sent_at desc, b.id desc limit :most offset :skip)
order by a.sent_at desc, a.id desc;

-- name: byScore
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and b.dossier_id not in (select id from dossier where rests_at is not null) and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
    and (:stage_id = '' or b.outcome = '' and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first)) and b.score >= :least
    and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
  order by b.score desc, b.sent_at desc, b.id limit :most offset :skip)
order by a.score desc, a.sent_at desc, a.id;

-- name: byStage
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and b.dossier_id not in (select id from dossier where rests_at is not null) and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
    and (:stage_id = '' or b.outcome = '' and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first)) and b.score >= :least
    and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
  order by case when b.outcome <> '' then 9 when b.stage = 'offer' then 0 when b.stage = 'interview' then 1 when b.stage = 'review' then 2 else 3 end, b.sent_at desc, b.id limit :most offset :skip)
order by case when a.outcome <> '' then 9 when a.stage = 'offer' then 0 when a.stage = 'interview' then 1 when a.stage = 'review' then 2 else 3 end, a.sent_at desc, a.id;

-- name: arrived
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.job_id = :job_id and a.id > :after and a.outcome <> 'withdrawn' and a.dossier_id not in (select id from dossier where rests_at is not null) and (:state = '' or a.outcome = :state or a.outcome = '' and a.stage = :state)
  and (:stage_id = '' or a.outcome = '' and (a.stage_id = :stage_id or a.stage_id is null and a.stage = :first)) and a.score >= :least
  and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application'))
order by a.id limit :most;

-- name: counts
-- scope: employer
select job_id, stage, outcome, count(*) from application
where employer_id = :employer and outcome <> 'withdrawn' and dossier_id not in (select id from dossier where rests_at is not null) and (:job_id = '' or job_id = :job_id) group by job_id, stage, outcome;

-- name: setState
-- scope: employer
update application set stage = :stage, outcome = :outcome, stage_id = :stage_id, stage_at = :stage_at, ended_at = :ended_at, decision = :decision
where employer_id = :employer and id = :id and stage = :was_stage and outcome = :was_outcome and coalesce(stage_id, '') = :was_stage_id;

-- name: setScore
-- scope: employer
update application set score = :score where employer_id = :employer and id = :id;

-- name: setClock
-- scope: subject
update application set clock_at = :at where subject_id = :subject and id = :id;

-- name: addMove
-- scope: employer
insert into application_move (id, employer_id, subject_id, dossier_id, application_id, by_id, at, from_stage, from_outcome, to_stage, to_outcome, from_stage_id, to_stage_id, letter)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :now, :from_stage, :from_outcome, :to_stage, :to_outcome, :from_stage_id, :to_stage_id, :letter);

-- name: moves
-- scope: employer
select id, application_id, by_id, at, undone_at, from_stage, from_outcome, to_stage, to_outcome, from_stage_id, to_stage_id, letter from application_move
where employer_id = :employer and application_id = :application_id order by at desc, id desc limit 200;

-- name: ownMoves
-- scope: subject
select id, application_id, by_id, at, undone_at, from_stage, from_outcome, to_stage, to_outcome, from_stage_id, to_stage_id, letter from application_move
where subject_id = :subject and application_id = :application_id order by at desc, id desc limit 200;

-- name: undoMove
-- scope: employer
update application_move set undone_at = :now where employer_id = :employer and id = :id and undone_at is null;

-- name: addNote
-- scope: employer
insert into application_note (id, employer_id, subject_id, dossier_id, application_id, by_id, parent_id, at, score, body)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :parent_id, :now, :score, :body);

-- name: notes
-- scope: employer
select id, by_id, parent_id, at, score, body from application_note where employer_id = :employer and application_id = :application_id order by at desc, id limit 500;

-- name: unclocked
-- scope: operation
select distinct job_id from application where clock_at is null and ended_at is null order by job_id limit 5000;

-- name: ofJob
-- scope: operation
select id, dossier_id, subject_id from application where job_id = :job_id and clock_at is null and ended_at is null order by id limit 1000;

-- name: standing
-- scope: operation
select id, subject_id, site_id from application where job_id = :job_id and ended_at is null and dossier_id not in (select id from dossier where rests_at is not null) order by id;

-- name: startClock
-- scope: operation
update application set clock_at = :at where id = :id;

-- name: told
-- scope: operation
update application set told_at = :now where id = :id and told_at is null;

-- name: rests
-- scope: employer
select job_id from application where employer_id = :employer and id = :id and outcome <> 'withdrawn' and dossier_id in (select id from dossier where rests_at is not null);

-- name: whose
-- scope: operation
select subject_id from application where id = :id;

-- name: templates
-- scope: employer
select id, name, criteria from scorecard_template where employer_id = :employer order by name, id limit 100;

-- name: template
-- scope: employer
select id, name, criteria from scorecard_template where employer_id = :employer and id = :id;

-- name: addTemplate
-- scope: employer
insert into scorecard_template (id, employer_id, name, criteria, changed_at) values (:id, :employer, :name, :criteria, :now);

-- name: changeTemplate
-- scope: employer
update scorecard_template set name = :name, criteria = :criteria, changed_at = :now where employer_id = :employer and id = :id;

-- name: dropTemplate
-- scope: employer
delete from scorecard_template where employer_id = :employer and id = :id;

-- name: plan
-- scope: employer
select job_id, name, criteria from scorecard_plan where employer_id = :employer and job_id = :job_id;

-- name: setPlan
-- scope: employer
insert into scorecard_plan (job_id, employer_id, name, criteria, changed_at) values (:job_id, :employer, :name, :criteria, :now)
on conflict (job_id) do update set name = excluded.name, criteria = excluded.criteria, changed_at = excluded.changed_at;

-- name: dropPlan
-- scope: employer
delete from scorecard_plan where employer_id = :employer and job_id = :job_id;

-- name: scorecards
-- scope: employer
select id, by_id, changed_at, score, body from scorecard where employer_id = :employer and application_id = :application_id order by made_at, id limit 200;

-- name: addScorecard
-- scope: employer
insert into scorecard (id, employer_id, subject_id, dossier_id, application_id, by_id, made_at, changed_at, score, body)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :now, :now, :score, :body);

-- name: changeScorecard
-- scope: employer
update scorecard set changed_at = :now, score = :score, body = :body where employer_id = :employer and id = :id and by_id = :by_id;

-- name: scoresOfNotes
-- scope: employer
select by_id, score from application_note where employer_id = :employer and application_id = :application_id and score > 0 order by at desc, id limit 500;

-- name: scoresOfCards
-- scope: employer
select by_id, score from scorecard where employer_id = :employer and application_id = :application_id limit 200;

-- name: addReview
-- scope: employer
insert into review (id, employer_id, subject_id, dossier_id, application_id, for_id, by_id, asked_at)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :for_id, :by_id, :now) on conflict do nothing;

-- name: reviewsOf
-- scope: employer
select application_id, for_id, by_id, asked_at, done_at from review where employer_id = :employer and application_id = :application_id order by asked_at, id limit 200;

-- name: reviewsFor
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.score, a.name, a.job_title, r.asked_at, r.done_at
from review r join application a on a.id = r.application_id
where r.employer_id = :employer and a.employer_id = :employer and r.for_id = :for_id and a.outcome <> 'withdrawn' and a.dossier_id not in (select id from dossier where rests_at is not null)
order by r.asked_at, r.id limit 200;

-- name: doneReview
-- scope: employer
update review set done_at = :now where employer_id = :employer and application_id = :application_id and for_id = :for_id and done_at is null;

-- name: passReviews
-- scope: employer
update review as r set for_id = :to_id where r.employer_id = :employer and r.for_id = :for_id and r.done_at is null
and r.application_id not in (select b.application_id from review b where b.employer_id = :employer and b.for_id = :to_id);

-- name: countReviews
-- scope: employer
select count(*) from review r join application a on a.id = r.application_id
where r.employer_id = :employer and a.employer_id = :employer and r.for_id = :for_id and r.done_at is null and a.outcome = '' and a.dossier_id not in (select id from dossier where rests_at is not null);

-- name: addMention
-- scope: employer
insert into application_mention (id, employer_id, subject_id, dossier_id, application_id, note_id, for_id)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :note_id, :for_id);

-- name: mentions
-- scope: employer
select note_id, for_id from application_mention where employer_id = :employer and application_id = :application_id order by id limit 1000;

-- name: addTodo
-- scope: employer
insert into todo (id, employer_id, subject_id, dossier_id, application_id, job_id, for_id, by_id, due, made_at, body)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :job_id, :for_id, :by_id, :due, :now, :body);

-- name: todo
-- scope: employer
select id, dossier_id, application_id, job_id, for_id, by_id, due, made_at, done_at, body from todo where employer_id = :employer and id = :id and dossier_id not in (select id from dossier where rests_at is not null);

-- name: todosFor
-- scope: employer
select id, dossier_id, application_id, job_id, for_id, by_id, due, made_at, done_at, body from todo
where employer_id = :employer and for_id = :for_id and dossier_id not in (select id from dossier where rests_at is not null) and (done_at is null or done_at > :since)
order by done_at is not null, due = '', due, made_at, id limit 200;

-- name: todosOf
-- scope: employer
select id, dossier_id, application_id, job_id, for_id, by_id, due, made_at, done_at, body from todo
where employer_id = :employer and application_id = :application_id order by done_at is not null, due = '', due, made_at, id limit 100;

-- name: todosOfJob
-- scope: employer
select id, dossier_id, application_id, job_id, for_id, by_id, due, made_at, done_at, body from todo
where employer_id = :employer and job_id = :job_id and application_id is null order by done_at is not null, due = '', due, made_at, id limit 100;

-- name: doTodo
-- scope: employer
update todo set done_at = :done_at where employer_id = :employer and id = :id;

-- name: passTodo
-- scope: employer
update todo set for_id = :for_id where employer_id = :employer and id = :id;

-- name: moveTodo
-- scope: employer
update todo set for_id = :for_id, subject_id = :subject_id, dossier_id = :dossier_id, body = :body where employer_id = :employer and id = :id;

-- name: countTodos
-- scope: employer
select count(*) from todo where employer_id = :employer and for_id = :for_id and done_at is null and dossier_id not in (select id from dossier where rests_at is not null);

-- name: openTodosOf
-- scope: employer
select id, dossier_id, application_id, job_id, for_id, by_id, due, made_at, done_at, body from todo
where employer_id = :employer and for_id = :for_id and done_at is null order by id limit 1000;

-- name: dueTodos
-- scope: operation
select id, employer_id, for_id, application_id from todo where due <> '' and due <= :today and done_at is null and reminded_at is null and dossier_id not in (select id from dossier where rests_at is not null) order by due, id limit 1000;

-- name: remindTodo
-- scope: employer
update todo set reminded_at = :now where employer_id = :employer and id = :id and reminded_at is null;

-- name: paces
-- scope: employer
select kind, pace from notification_setting where employer_id = :employer and subject_id = :subject_id;

-- name: dropPaces
-- scope: employer
delete from notification_setting where employer_id = :employer and subject_id = :subject_id;

-- name: addPace
-- scope: employer
insert into notification_setting (id, employer_id, subject_id, dossier_id, kind, pace) values (:id, :employer, :subject_id, :dossier_id, :kind, :pace);

-- name: works
-- scope: subject
select 1 from member where subject_id = :subject and employer_id = :employer_id and ended_at is null;

-- name: stopPace
-- scope: subject
insert into notification_setting (id, employer_id, subject_id, dossier_id, kind, pace) values (:id, :employer_id, :subject, :dossier_id, :kind, :pace)
on conflict (subject_id, employer_id, kind) do update set pace = excluded.pace;

-- name: addNotification
-- scope: employer
insert into notification (id, employer_id, subject_id, dossier_id, application_id, kind, pace, at)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :kind, :pace, :now);

-- name: batchNotifications
-- scope: subject
update notification set batch_id = :batch_id where subject_id = :subject and pace = :pace and batch_id is null;

-- name: batch
-- scope: subject
select kind, application_id, employer_id from notification
where subject_id = :subject and batch_id = :batch_id and coalesce(application_id, '') not in (select coalesce(thing_id, '') from dossier where rests_at is not null) order by at, id limit 1000;

-- name: stranded
-- scope: operation
select distinct subject_id, pace from notification
where batch_id is null and (pace = 'now' and at < :now or pace = 'daily' and at < :day or pace = 'weekly' and at < :week) limit 1000;

-- name: addAnswer
-- scope: subject
insert into application_answer (application_id, employer_id, subject_id, dossier_id, sent_at, heard_at)
values (:application_id, :employer_id, :subject, :dossier_id, :now, :now);

-- name: heard
-- scope: subject
update application_answer set heard_at = :at, first_at = coalesce(first_at, :at) where subject_id = :subject and application_id = :application_id and heard_at < :at;

-- name: rule
-- scope: employer
select days from answer_rule where employer_id = :employer;

-- name: setRule
-- scope: employer
insert into answer_rule (employer_id, days, changed_at) values (:employer, :days, :now)
on conflict (employer_id) do update set days = excluded.days, changed_at = excluded.changed_at;

-- name: silent
-- scope: operation
select w.application_id, w.employer_id, w.subject_id, a.job_id, w.heard_at, case when coalesce(r.days, :most) < :most then coalesce(r.days, :most) else :most end
from application_answer w join application a on a.id = w.application_id left join answer_rule r on r.employer_id = w.employer_id
where a.outcome = '' and a.dossier_id not in (select id from dossier where rests_at is not null) and w.filled_at is null and (w.reminded_at is null or w.reminded_at < w.heard_at)
  and w.heard_at <= :now - 86400000 * case when coalesce(r.days, :most) < :most then coalesce(r.days, :most) else :most end
order by w.employer_id, w.heard_at, w.application_id limit 1000;

-- name: remindAnswer
-- scope: employer
update application_answer set reminded_at = :now where employer_id = :employer and application_id = :application_id and (reminded_at is null or reminded_at < heard_at);

-- name: left
-- scope: operation
select w.application_id, w.subject_id, a.site_id from application_answer w join application a on a.id = w.application_id
where a.outcome = '' and a.dossier_id not in (select id from dossier where rests_at is not null) and w.filled_at is null and w.reminded_at >= w.heard_at and w.reminded_at <= :before order by w.reminded_at, w.application_id limit 1000;

-- name: filled
-- scope: operation
select w.application_id, w.subject_id, a.site_id from application_answer w join application a on a.id = w.application_id join job j on j.id = a.job_id
where a.outcome = '' and a.dossier_id not in (select id from dossier where rests_at is not null) and w.filled_at is null and j.state = 'closed' and j.reason = 'filled' and j.closed_at <= :before
order by w.application_id limit 1000;

-- name: tellLeft
-- scope: operation
update application_answer set heard_at = :now where application_id = :application_id and heard_at <= reminded_at;

-- name: tellFilled
-- scope: operation
update application_answer set filled_at = :now, heard_at = :now, first_at = coalesce(first_at, :now) where application_id = :application_id and filled_at is null;

-- name: uncounted
-- scope: operation
select w.application_id, w.employer_id, w.sent_at, w.first_at from application_answer w join application a on a.id = w.application_id
where w.counted_at is null and a.dossier_id not in (select id from dossier where rests_at is not null) and (w.first_at is not null or w.sent_at <= :before and a.outcome = '') order by w.application_id limit 1000;

-- name: count
-- scope: operation
update application_answer set counted_at = :now where application_id = :application_id and counted_at is null;

-- name: addTime
-- scope: operation
insert into answer_time (id, employer_id, at, days) values (:id, :employer_id, :at, :days);

-- name: times
-- scope: public
select days from answer_time where employer_id = :employer_id and at > :since order by days, id limit 100000;

-- name: sweepTimes
-- scope: operation
delete from answer_time where at < :before;

-- name: addTwin
-- scope: subject
insert into application_twin (id, employer_id, subject_id, dossier_id, application_id, kind, mark)
values (:id, :employer_id, :subject, :dossier_id, :application_id, :kind, :mark);

-- name: dropTwin
-- scope: subject
delete from application_twin where subject_id = :subject and application_id = :application_id and kind = :kind;

-- name: twins
-- scope: employer
select t.kind, a.id, a.dossier_id, a.job_title, a.sent_at, a.stage, a.outcome, a.name
from application_twin o join application_twin t on t.employer_id = o.employer_id and t.kind = o.kind and t.mark = o.mark and t.subject_id <> o.subject_id
  join application a on a.id = t.application_id
where o.employer_id = :employer and t.employer_id = :employer and a.employer_id = :employer and o.application_id = :application_id and a.outcome = '' and a.dossier_id not in (select id from dossier where rests_at is not null)
order by a.sent_at, a.id, t.kind limit 50;

-- name: pairs
-- scope: employer
select other_id, verdict from application_pair where employer_id = :employer and application_id = :application_id limit 200;

-- name: addPair
-- scope: employer
insert into application_pair (id, employer_id, subject_id, dossier_id, application_id, other_id, by_id, at, verdict)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :other_id, :by_id, :now, :verdict);

-- name: dropPair
-- scope: employer
delete from application_pair where employer_id = :employer and application_id = :application_id and other_id = :other_id;

-- name: addClaim
-- scope: subject
insert into claim (id, employer_id, subject_id, dossier_id, made_at, body) values (:id, :employer_id, :subject, :dossier_id, :now, :body);

-- name: claims
-- scope: employer
select c.id, c.made_at, d.due_at from claim c join dossier d on d.id = c.dossier_id
where c.employer_id = :employer and d.ending_at is null order by c.made_at desc, c.id limit 500;

-- name: claim
-- scope: employer
select c.id, c.dossier_id, c.made_at, d.due_at, c.body from claim c join dossier d on d.id = c.dossier_id
where c.employer_id = :employer and c.id = :id and d.ending_at is null;

-- The pipeline: stages, the board, what is done to many at once.

-- name: jobOf
-- scope: employer
select job_id from application where employer_id = :employer and id = :id and outcome <> 'withdrawn' and dossier_id not in (select id from dossier where rests_at is not null);

-- name: stages
-- scope: employer
select id, kind, name, days, mails from stage where employer_id = :employer and coalesce(job_id, '') = :job_id and language = :language order by place, id limit 100;

-- name: addStage
-- scope: employer
insert into stage (id, employer_id, job_id, language, place, kind, name, days, mails)
values (:id, :employer, :job_id, :language, :place, :kind, :name, :days, :mails)
on conflict do nothing;

-- name: changeStage
-- scope: employer
update stage set place = :place, name = :name, days = :days, mails = :mails where employer_id = :employer and id = :id;

-- name: dropStage
-- scope: employer
delete from stage where employer_id = :employer and id = :id;

-- name: stageCounts
-- scope: employer
select b.stage, b.outcome, b.stage_id, count(*) from application b
where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and b.dossier_id not in (select id from dossier where rests_at is not null) and b.score >= :least
  and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
group by b.stage, b.outcome, b.stage_id;

-- name: standingAt
-- scope: employer
select id, subject_id, dossier_id, stage, stage_id from application
where employer_id = :employer and job_id = :job_id and outcome = '' and (stage_id = :stage_id or stage_id is null and stage = :first) order by sent_at, id limit 10000;

-- name: reasonTexts
-- scope: employer
select reason, language, body from reason_text where employer_id = :employer order by reason, language limit 100;

-- name: reasonText
-- scope: public
select body from reason_text where employer_id = :employer_id and reason = :reason and language = :language;

-- name: putReasonText
-- scope: employer
insert into reason_text (employer_id, reason, language, body, changed_at) values (:employer, :reason, :language, :body, :now)
on conflict (employer_id, reason, language) do update set body = excluded.body, changed_at = excluded.changed_at;

-- name: dropReasonText
-- scope: employer
delete from reason_text where employer_id = :employer and reason = :reason and language = :language;

-- name: addBulk
-- scope: employer
insert into bulk (id, employer_id, job_id, by_id, deed, stage_id, reason, made_at) values (:id, :employer, :job_id, :by_id, :deed, :stage_id, :reason, :now);

-- name: bulk
-- scope: employer
select id, job_id, by_id, deed, stage_id, reason, made_at, begun_at, undone_at from bulk where employer_id = :employer and id = :id;

-- name: beginBulk
-- scope: employer
update bulk set begun_at = :now, stage_id = :stage_id, reason = :reason where employer_id = :employer and id = :id and begun_at is null;

-- name: undoBulk
-- scope: employer
update bulk set undone_at = :now where employer_id = :employer and id = :id and undone_at is null;

-- name: addBulkItem
-- scope: employer
insert into bulk_item (bulk_id, application_id, employer_id, subject_id, dossier_id, result)
select :bulk_id, a.id, :employer, a.subject_id, a.dossier_id, '' from application a
where a.employer_id = :employer and a.id = :application_id and a.job_id = :job_id and a.outcome <> 'withdrawn' and a.dossier_id not in (select id from dossier where rests_at is not null)
on conflict do nothing;

-- name: addBulkStage
-- scope: employer
insert into bulk_item (bulk_id, application_id, employer_id, subject_id, dossier_id, result)
select :bulk_id, a.id, :employer, a.subject_id, a.dossier_id, '' from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome = '' and b.dossier_id not in (select id from dossier where rests_at is not null)
    and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first) order by b.sent_at desc, b.id desc limit :most)
on conflict do nothing;

-- name: bulkItems
-- scope: employer
select i.application_id, i.move_id, i.result, a.dossier_id, a.language, a.name, a.stage, a.outcome, a.stage_id,
  case when exists (select 1 from access_record r where r.object_id in (a.id, coalesce(a.file_id, '')) and r.employer_id = :employer
    and r.actor = 'member' and r.noun in ('application', 'file') and r.purpose <> 'contact') then 1 else 0 end
from bulk_item i join application a on a.id = i.application_id and a.employer_id = :employer
where i.employer_id = :employer and i.bulk_id = :bulk_id and a.outcome <> 'withdrawn' and a.dossier_id not in (select id from dossier where rests_at is not null) order by a.sent_at desc, a.id desc limit 2000;

-- name: setBulkItem
-- scope: employer
update bulk_item set result = :result, move_id = :move_id where employer_id = :employer and bulk_id = :bulk_id and application_id = :application_id and result = :was;

-- name: oldBulkItems
-- scope: operation
delete from bulk_item where bulk_id in (select id from bulk where made_at < :before);

-- name: oldBulks
-- scope: operation
delete from bulk where made_at < :before;

-- name: addFilter
-- scope: employer
insert into saved_filter (id, employer_id, subject_id, dossier_id, made_at, body) values (:id, :employer, :subject_id, :dossier_id, :now, :body);

-- name: filters
-- scope: employer
select id, dossier_id, body from saved_filter where employer_id = :employer and subject_id = :me order by made_at, id limit 100;

-- name: dropFilter
-- scope: employer
delete from saved_filter where employer_id = :employer and subject_id = :me and id = :id;

-- name: shortcuts
-- scope: employer
select shortcuts from board_setting where employer_id = :employer and subject_id = :me;

-- name: setShortcuts
-- scope: employer
insert into board_setting (subject_id, employer_id, dossier_id, shortcuts) values (:subject_id, :employer, :dossier_id, :shortcuts)
on conflict (subject_id) do update set shortcuts = excluded.shortcuts;

-- name: pinStage
-- scope: employer
update application set stage_id = :stage_id where employer_id = :employer and job_id = :job_id and stage_id is null and stage = :first;

-- name: waitingItems
-- scope: employer
select application_id from bulk_item where employer_id = :employer and bulk_id = :bulk_id and result = '' and dossier_id not in (select id from dossier where rests_at is not null) order by application_id limit :most;

-- name: doneItems
-- scope: employer
select application_id, move_id from bulk_item where employer_id = :employer and bulk_id = :bulk_id and result = 'done' and dossier_id not in (select id from dossier where rests_at is not null) order by application_id limit 2000;

-- name: ofClosed
-- scope: operation
select a.id, a.subject_id, a.site_id from application a left join application_answer w on w.application_id = a.id
where a.employer_id = :employer_id and a.ended_at is null and a.outcome = '' and a.dossier_id not in (select id from dossier where rests_at is not null) and w.filled_at is null order by a.id;

-- name: draftTo
-- scope: subject
select id from application_draft where subject_id = :subject and job_id = :job_id and submitted_at is null order by made_at desc, id desc limit 1;

-- name: draftsOf
-- scope: subject
select id, dossier_id, job_id, made_at from application_draft where subject_id = :subject and submitted_at is null order by made_at desc, id desc limit 50;

-- name: ownPaces
-- scope: subject
select kind, pace from own_notice_setting where subject_id = :subject;

-- name: setOwnPace
-- scope: subject
insert into own_notice_setting (subject_id, kind, dossier_id, pace) values (:subject, :kind, :dossier_id, :pace)
on conflict (subject_id, kind) do update set pace = excluded.pace, dossier_id = excluded.dossier_id;

-- name: addOwnNotice
-- scope: subject
insert into own_notice (id, employer_id, subject_id, dossier_id, application_id, kind, pace, at)
values (:id, :employer_id, :subject, :dossier_id, :application_id, :kind, :pace, :now) on conflict (id) do nothing;

-- name: batchOwnNotices
-- scope: subject
update own_notice set batch_id = :batch_id where subject_id = :subject and pace = :pace and batch_id is null;

-- name: ownBatch
-- scope: subject
select application_id, kind, count(*) from own_notice where subject_id = :subject and batch_id = :batch_id group by application_id, kind order by 1, 2 limit 200;

-- name: strandedOwn
-- scope: operation
select distinct subject_id, pace from own_notice
where batch_id is null and (pace = 'daily' and at < :day or pace = 'weekly' and at < :week) limit 1000;
