-- name: profile
-- scope: public
select id, site_id, source, name, number, country, web, story, street, postcode, town, reply_days, reply_promise,
  branch, size, founded, places, benefits, meet, accent, logo, framers, made_at, changed_at, verified_at, closed_at
from employer where id = :id;

-- name: list
-- scope: operation
select id, site_id, source, name, number, country, web, story, street, postcode, town, reply_days, reply_promise,
  branch, size, founded, places, benefits, meet, accent, logo, framers, made_at, changed_at, verified_at, closed_at
from employer order by verified_at is not null, name_key, id limit :most;

-- name: change
-- scope: employer
update employer set name = :name, name_key = :name_key, web = :web, story = :story, street = :street, postcode = :postcode,
  town = :town, reply_days = :reply_days, reply_promise = :reply_promise,
  branch = :branch, size = :size, founded = :founded, places = :places, benefits = :benefits, meet = :meet, accent = :accent,
  changed_at = :now
where id = :employer;

-- name: setLogo
-- scope: employer
update employer set logo = :logo, changed_at = :now where id = :employer;

-- name: setFramers
-- scope: employer
update employer set framers = :framers, changed_at = :now where id = :employer;

-- name: add
-- scope: operation
insert into employer (id, site_id, source, name, name_key, number, country, web, story, street, postcode, town, reply_days, reply_promise,
  branch, size, founded, places, benefits, meet, accent, logo, framers, made_at, changed_at, verified_at)
values (:id, :site_id, :source, :name, :name_key, :number, :country, :web, :story, :street, :postcode, :town, :reply_days, :reply_promise,
  :branch, :size, :founded, :places, :benefits, :meet, :accent, :logo, :framers, :now, :now, :verified_at)
on conflict do nothing;

-- name: byNumber
-- scope: public
select id from employer where number = :number and country = :country and number <> '';

-- name: byName
-- scope: public
select id from employer where source = :source and name_key = :name_key and source <> '' and number = '';

-- name: setNumber
-- scope: operation
update employer set number = :number, country = :country, changed_at = :now where id = :id and number = '';

-- name: verify
-- scope: operation
update employer set number = :number, country = :country, verified_at = :now, changed_at = :now where id = :id;

-- name: addMember
-- scope: employer
insert into member (id, employer_id, subject_id, account_id, dossier_id, role, name, address, made_at, joined_at)
values (:id, :employer, :subject_id, :account_id, :dossier_id, :role, :name, :address, :now, :joined_at);

-- name: team
-- scope: employer
select id, subject_id, account_id, dossier_id, role, name, made_at, joined_at, ended_at from member
where employer_id = :employer and ended_at is null order by made_at, id;

-- name: member
-- scope: employer
select id, subject_id, account_id, dossier_id, role, name, made_at, joined_at, ended_at from member
where employer_id = :employer and id = :id;

-- name: memberNamed
-- scope: employer
select id, subject_id, account_id, dossier_id, role, name, made_at, joined_at, ended_at from member
where employer_id = :employer and subject_id = :subject_id;

-- name: own
-- scope: subject
select id, employer_id, subject_id, account_id, dossier_id, role, name, made_at, joined_at, ended_at from member where subject_id = :subject;

-- name: rename
-- scope: subject
update member set name = :name where subject_id = :subject and id = :id;

-- name: invited
-- scope: employer
select dossier_id, subject_id, role, name, address, joined_at, ended_at from member where employer_id = :employer and id = :id;

-- name: forgetAddress
-- scope: employer
update member set address = null where employer_id = :employer and id = :id;

-- name: join
-- scope: employer
update member set subject_id = :subject_id, account_id = :account_id, dossier_id = :dossier_id, name = :name, address = null, joined_at = :now
where employer_id = :employer and id = :id and joined_at is null;

-- name: owners
-- scope: employer
select count(*) from member where employer_id = :employer and role = 'owner' and ended_at is null;

-- name: setRole
-- scope: employer
update member set role = :role where employer_id = :employer and id = :id and ended_at is null;

-- name: end
-- scope: employer
update member set ended_at = :now where employer_id = :employer and id = :id and ended_at is null;

-- name: setting
-- scope: employer
select approval, agency, archive_days, no_support from employer_setting where employer_id = :employer;

-- name: setSetting
-- scope: employer
insert into employer_setting (employer_id, approval, agency, archive_days, no_support, changed_at)
values (:employer, :approval, :agency, :archive_days, :no_support, :now)
on conflict (employer_id) do update set approval = excluded.approval, agency = excluded.agency, archive_days = excluded.archive_days, no_support = excluded.no_support,
  changed_at = excluded.changed_at;

-- name: joinedOwners
-- scope: employer
select count(*) from member where employer_id = :employer and role = 'owner' and joined_at is not null and ended_at is null;

-- name: clients
-- scope: employer
select id, name, number, country from employer_client where employer_id = :employer and ended_at is null order by name, id limit :most;

-- name: client
-- scope: employer
select id, name, number, country from employer_client where employer_id = :employer and id = :id;

-- name: addClient
-- scope: employer
insert into employer_client (id, employer_id, name, number, country, made_at)
values (:id, :employer, :name, :number, :country, :now);

-- name: endClient
-- scope: employer
update employer_client set ended_at = :now where employer_id = :employer and id = :id and ended_at is null;

-- name: close
-- scope: operation
update employer set closed_at = :now, changed_at = :now where id = :id and closed_at is null;

-- name: addSupport
-- scope: operation
insert into support_entry (id, employer_id, by_id, reason, at, ends_at) values (:id, :employer_id, :by_id, :reason, :now, :ends_at);

-- name: support
-- scope: operation
select id, employer_id, by_id, reason, at, ends_at, left_at from support_entry where id = :id and by_id = :by_id;

-- name: leaveSupport
-- scope: operation
update support_entry set left_at = :now where id = :id and by_id = :by_id and left_at is null;

-- name: supports
-- scope: employer
select id, employer_id, by_id, reason, at, ends_at, left_at from support_entry where employer_id = :employer order by at desc, id limit :most;

-- name: supportShut
-- scope: operation
select no_support from employer_setting where employer_id = :employer_id;

-- What a plan limits, within the employer's scope and within the operation's.

-- name: countMembers
-- scope: employer
select count(*) from member where employer_id = :employer and ended_at is null;

-- name: countMembersOf
-- scope: operation
select count(*) from member where employer_id = :employer_id and ended_at is null;

-- name: countClients
-- scope: employer
select count(*) from employer_client where employer_id = :employer and ended_at is null;

-- name: countClientsOf
-- scope: operation
select count(*) from employer_client where employer_id = :employer_id and ended_at is null;
