package onward.engine;

import onward.flow.run.Decision;

/** A run that was in hand, and what became of it. */
record Turned(Job job, Decision decision) {}
