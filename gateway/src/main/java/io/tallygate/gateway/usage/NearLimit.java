package io.tallygate.gateway.usage;

/** A caller that has used half of a limit or more. */
public record NearLimit(String caller, String group, LimitStanding limit) {}
