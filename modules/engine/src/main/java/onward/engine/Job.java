package onward.engine;

import onward.flow.fact.Contact;
import onward.flow.fact.Event;
import onward.flow.graph.Automation;
import onward.flow.run.Run;

/** A run in hand, with what it needs to move. The contact is null when the person was deleted. */
record Job(Run run, Automation automation, Event event, Contact contact) {}
