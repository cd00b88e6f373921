CREATE TABLE `contact_withdrawal` (
	`contact_id` integer PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`withdrawn_at` text NOT NULL,
	`withdrawn_by` integer NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "contact_withdrawal_reason" CHECK(length("contact_withdrawal"."reason") BETWEEN 1 AND 500)
) STRICT;
