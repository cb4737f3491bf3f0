"""What is kept between questions: conversations, answers, feedback, notes. Losing it never loses an answer."""
