-- name: add
-- scope: subject
insert into account (id, subject_id, dossier_id, made_at, confirmed_at, used_at, contact, profile, secret)
values (:id, :subject, :dossier_id, :now, :confirmed_at, :now, :contact, :profile, :secret)
on conflict do nothing;

-- name: profile
-- scope: subject
select id, dossier_id, profile from account where subject_id = :subject;

-- name: get
-- scope: subject
select id, dossier_id, made_at, confirmed_at, contact, profile, secret from account where subject_id = :subject;

-- name: hold
-- scope: subject
select id, dossier_id, made_at, confirmed_at, contact, profile, secret from account where subject_id = :subject /*pg for update*/;

-- name: there
-- scope: subject
select id, confirmed_at from account where subject_id = :subject;

-- name: change
-- scope: subject
update account set dossier_id = :dossier_id, confirmed_at = :confirmed_at, contact = :contact, profile = :profile, secret = :secret
where subject_id = :subject;

-- name: ending
-- scope: operation
select a.id, d.id from account a join dossier d on d.id = a.dossier_id
where d.class = 'account' and d.ending_at is null and d.due_at > :now and d.due_at <= :soon
  and (d.warned_at is null or d.due_at <= :last and d.warned_at < d.due_at - :span)
order by d.due_at, a.id limit :most;

-- name: kept
-- scope: subject
update account set used_at = :now where subject_id = :subject;

-- name: used
-- scope: operation
update account set used_at = :now where id = :id;

-- name: addPersona
-- scope: subject
insert into persona (id, subject_id, dossier_id, kind, role, employer_id, made_at, confirmed_at, used_at)
values (:id, :subject, :dossier_id, :kind, :role, :employer_id, :now, :confirmed_at, :now);

-- name: personas
-- scope: subject
select id, kind, role, employer_id, made_at, confirmed_at, used_at from persona where subject_id = :subject order by used_at desc, id;

-- name: confirmPersona
-- scope: subject
update persona set confirmed_at = coalesce(confirmed_at, :now), kind = :kind, dossier_id = :dossier_id where subject_id = :subject and id = :id;

-- name: usePersona
-- scope: subject
update persona set used_at = :now where subject_id = :subject and id = :id;

-- name: setRole
-- scope: subject
update persona set role = :role where subject_id = :subject and id = :id and kind = 'member';

-- name: dropPersona
-- scope: subject
delete from persona where subject_id = :subject and id = :id;

-- name: movePersonas
-- scope: subject
update persona set dossier_id = :dossier_id where subject_id = :subject;

-- name: countOf
-- scope: operation
select count(*) from persona where kind = :kind;

-- name: dropUnconfirmed
-- scope: operation
delete from persona where confirmed_at is null and made_at < :before;

-- name: putReach
-- scope: subject
insert into reach (id, subject_id, dossier_id, account_id, confirmed_at, body)
values (:id, :subject, :dossier_id, :account_id, :confirmed_at, :body);

-- name: reach
-- scope: subject
select id, dossier_id, account_id, confirmed_at, body from reach where subject_id = :subject;

-- name: reachOfTeam
-- scope: operation
select r.id, r.dossier_id, r.account_id, r.confirmed_at, r.body from reach r join persona p on p.id = r.subject_id
where p.employer_id = :employer_id and p.kind = 'member';

-- name: changeReach
-- scope: subject
update reach set dossier_id = :dossier_id, confirmed_at = :confirmed_at, body = :body where subject_id = :subject;

-- name: addSession
-- scope: subject
insert into session (id, subject_id, dossier_id, hash, persona_id, made_at, used_at, proved_at, ends_at, strong, half, role, language, device)
values (:id, :subject, :dossier_id, :hash, :persona_id, :now, :now, :proved_at, :ends_at, :strong, :half, :role, :language, :device);

-- name: session
-- scope: operation
select s.id, s.subject_id, s.used_at, s.proved_at, s.ends_at, s.strong, s.half, s.language, p.id, p.kind, case when s.role <> '' then s.role else p.role end, p.employer_id, a.id, a.used_at, a.dossier_id
from session s join account a on a.subject_id = s.subject_id join persona p on p.id = s.persona_id and p.subject_id = s.subject_id
where s.hash = :hash and p.confirmed_at is not null;

-- name: touchSession
-- scope: operation
update session set used_at = :now where id = :id;

-- name: sessions
-- scope: subject
select id, dossier_id, persona_id, made_at, used_at, proved_at, ends_at, strong, device from session
where subject_id = :subject and half = 0 and ends_at > :now order by used_at desc, id;

-- name: oneSession
-- scope: subject
select dossier_id, persona_id, made_at, proved_at, ends_at, strong, half, role, device from session where subject_id = :subject and id = :id and ends_at > :now;

-- name: dropSession
-- scope: subject
delete from session where subject_id = :subject and id = :id;

-- name: dropOtherSessions
-- scope: subject
delete from session where subject_id = :subject and id <> :id;

-- name: dropSessions
-- scope: subject
delete from session where subject_id = :subject;

-- name: dropSessionsAs
-- scope: subject
delete from session where subject_id = :subject and persona_id = :persona_id;

-- name: proveSession
-- scope: subject
update session set proved_at = :now where subject_id = :subject and id = :id;

-- name: speakSession
-- scope: subject
update session set language = :language where subject_id = :subject;

-- name: strengthenSession
-- scope: subject
update session set strong = 1, proved_at = :now where subject_id = :subject and id = :id;

-- name: sweepSessions
-- scope: operation
delete from session where ends_at <= :now or used_at < :idle;

-- name: addLink
-- scope: subject
insert into link (hash, subject_id, dossier_id, kind, persona_id, employer_id, role, thing_id, host, strong, made_at, expires_at)
values (:hash, :subject, :dossier_id, :kind, :persona_id, :employer_id, :role, :thing_id, :host, :strong, :now, :expires_at);

-- name: link
-- scope: subject
select kind, persona_id, employer_id, role, thing_id, host, strong, expires_at, used_at from link where subject_id = :subject and hash = :hash;

-- name: spend
-- scope: subject
update link set used_at = :now where subject_id = :subject and hash = :hash and kind = :kind and host = :host and used_at is null and expires_at > :now;

-- name: voidLinks
-- scope: subject
delete from link where subject_id = :subject and kind <> 'stop';

-- name: moveLinks
-- scope: subject
update link set dossier_id = :dossier_id where subject_id = :subject;

-- name: sweepLinks
-- scope: operation
delete from link where expires_at < :before;

-- name: addRelocation
-- scope: subject
insert into relocation (id, subject_id, dossier_id, made_at, body) values (:id, :subject, :dossier_id, :now, :body);

-- name: relocation
-- scope: subject
select dossier_id, made_at, confirmed_at, stopped_at, body from relocation where subject_id = :subject and id = :id;

-- name: confirmRelocation
-- scope: subject
update relocation set confirmed_at = :now where subject_id = :subject and id = :id and confirmed_at is null and stopped_at is null;

-- name: stopRelocation
-- scope: subject
update relocation set stopped_at = :now where subject_id = :subject and id = :id and stopped_at is null;

-- name: stopOpenRelocations
-- scope: subject
update relocation set stopped_at = :now where subject_id = :subject and confirmed_at is null and stopped_at is null;

-- name: sweepRelocations
-- scope: operation
delete from relocation where made_at < :before;

-- name: addFactor
-- scope: subject
insert into factor (id, subject_id, dossier_id, made_at, confirmed_at, last_step, body)
values (:id, :subject, :dossier_id, :now, :confirmed_at, :last_step, :body);

-- name: factor
-- scope: subject
select id, dossier_id, confirmed_at, body from factor where subject_id = :subject;

-- name: stepFactor
-- scope: subject
update factor set last_step = :step, confirmed_at = coalesce(confirmed_at, :now) where subject_id = :subject and last_step < :step;

-- name: dropFactor
-- scope: subject
delete from factor where subject_id = :subject;

-- name: addRecovery
-- scope: subject
insert into recovery (hash, subject_id, dossier_id) values (:hash, :subject, :dossier_id);

-- name: useRecovery
-- scope: subject
update recovery set used_at = :now where subject_id = :subject and hash = :hash and used_at is null;

-- name: recoveryLeft
-- scope: subject
select count(*) from recovery where subject_id = :subject and used_at is null;

-- name: dropRecovery
-- scope: subject
delete from recovery where subject_id = :subject;

-- name: seedThrottle
-- scope: any
insert into throttle (mark, start_at, tries, keep_until) values (:mark, :now, 0, :now) on conflict do nothing;

-- name: throttle
-- scope: any
select start_at, until_at, tries from throttle where mark = :mark /*pg for update*/;

-- name: setThrottle
-- scope: any
update throttle set start_at = :start_at, until_at = :until_at, tries = :tries, keep_until = :keep_until where mark = :mark;

-- name: clearThrottle
-- scope: any
delete from throttle where mark = :mark;

-- name: sweepThrottles
-- scope: any
delete from throttle where keep_until < :now;

-- name: addToken
-- scope: subject
insert into token (id, subject_id, dossier_id, hash, persona_id, made_at, ends_at, strong, scopes, name)
values (:id, :subject, :dossier_id, :hash, :persona_id, :now, :ends_at, :strong, :scopes, :name);

-- name: tokens
-- scope: subject
select id, dossier_id, persona_id, made_at, used_at, ends_at, scopes, name from token
where subject_id = :subject and ends_at > :now order by made_at desc, id;

-- name: countTokens
-- scope: subject
select count(*) from token where subject_id = :subject and ends_at > :now;

-- name: token
-- scope: operation
select t.id, t.used_at, t.ends_at, t.strong, t.scopes, p.id, p.kind, p.role, p.employer_id, a.id
from token t join account a on a.subject_id = t.subject_id join persona p on p.id = t.persona_id and p.subject_id = t.subject_id
where t.hash = :hash and p.confirmed_at is not null;

-- name: touchToken
-- scope: operation
update token set used_at = :now where id = :id;

-- name: dropToken
-- scope: subject
delete from token where subject_id = :subject and id = :id;

-- name: dropTokensAs
-- scope: subject
delete from token where subject_id = :subject and persona_id = :persona_id;

-- name: sweepTokens
-- scope: operation
delete from token where ends_at <= :now;

-- name: addReplay
-- scope: subject
insert into replay (id, subject_id, dossier_id, mark, print, made_at, status) values (:id, :subject, :dossier_id, :mark, :print, :now, 0)
on conflict (mark) do nothing;

-- name: replay
-- scope: subject
select id, dossier_id, print, status, body from replay where subject_id = :subject and mark = :mark;

-- name: keepReplay
-- scope: subject
update replay set status = :status, body = :body where subject_id = :subject and id = :id;

-- name: dropReplay
-- scope: subject
delete from replay where subject_id = :subject and mark = :mark and status = 0;

-- name: sweepReplays
-- scope: operation
delete from replay where made_at < :before;
