-- Whoever writes terms changes the citizen with them, and is numbered by that. Eight words of a citizen were numbered one by
-- one, and put into an index that only a decision about a word asked.
DROP TRIGGER `citizen_term_change_insert`;--> statement-breakpoint
DROP TRIGGER `citizen_term_change_update`;--> statement-breakpoint
DROP TRIGGER `citizen_term_change_delete`;--> statement-breakpoint
DROP INDEX `citizen_term_text`;
