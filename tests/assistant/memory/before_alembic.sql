-- The tables as the versions before alembic made them (PRAGMA user_version 1).
CREATE TABLE conversations (
	id VARCHAR NOT NULL, 
	client VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_conversations_updated_at ON conversations (updated_at);
CREATE INDEX ix_conversations_client ON conversations (client);
CREATE TABLE feedback (
	id VARCHAR NOT NULL, 
	client VARCHAR NOT NULL, 
	answer_id VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	reasons VARCHAR NOT NULL, 
	comment TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_feedback_created_at ON feedback (created_at);
CREATE INDEX ix_feedback_answer_id ON feedback (answer_id);
CREATE TABLE notes (
	id VARCHAR NOT NULL, 
	client VARCHAR NOT NULL, 
	answer_id VARCHAR, 
	title VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX notes_of_client ON notes (client, updated_at);
CREATE TABLE answers (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	client VARCHAR NOT NULL, 
	minted BOOLEAN NOT NULL, 
	conversation VARCHAR, 
	answer TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE
);
CREATE INDEX ix_answers_conversation ON answers (conversation);
CREATE INDEX ix_answers_id ON answers (id);
CREATE INDEX ix_answers_created_at ON answers (created_at);
PRAGMA user_version=1;
