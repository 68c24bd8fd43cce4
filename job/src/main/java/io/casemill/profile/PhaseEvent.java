package io.casemill.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Flight recorder: a phase of a run on the driver's thread. A handful per run. */
@Name(Names.PHASE)
@Label("Phase")
@Category("Casemill")
@Description("What the driver of a run did: plan, scatter, gather and its steps")
@StackTrace(false)
final class PhaseEvent extends Event {
    @Label("Phase")
    @Nullable String name;
}
