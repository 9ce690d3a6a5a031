"""The stream: committed facts to whoever may hear them, by Server-Sent Events or long poll."""
