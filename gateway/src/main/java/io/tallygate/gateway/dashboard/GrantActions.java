package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Role;
import io.tallygate.gateway.key.Subject;
import io.tallygate.gateway.key.Target;
import io.tallygate.gateway.key.Term;
import java.math.BigDecimal;
import java.util.List;

/** Gives keys and owners other limits, and takes those away. */
final class GrantActions {

  private static final int DIGITS_MAX = 20;

  List<Route> routes() {
    return List.of(
        Route.action("/keys/{subject}/limits", Role.OPERATE, GrantActions::set),
        Route.action("/keys/{subject}/limits/remove", Role.OPERATE, GrantActions::remove),
        Route.action("/owners/{subject}/limits", Role.OPERATE, GrantActions::set),
        Route.action("/owners/{subject}/limits/remove", Role.OPERATE, GrantActions::remove));
  }

  private static Subject subject(Visit visit) {
    return new Subject(visit.parameter("subject"));
  }

  private static String path(Subject subject) {
    return subject.isKey() ? KeyPages.path(subject.id()) : OwnerPages.path(subject.id());
  }

  private static Answer set(Visit visit) {
    Subject subject = subject(visit);
    Target target = Target.parse(visit.form("limit"));
    Term term = new Term(0, Moments.endOf(visit.form("until")));
    LimitRule rule = new LimitRule(target, amount(visit.form("amount")), term);
    visit.all().grants().set(subject, rule, visit.form("reason"));
    return Answer.done(
        path(subject), "The limit " + target + " is " + rule.amount() + " from the next call on.");
  }

  /** A number such as {@code 1,000}, or a factor such as {@code x2.5}. */
  private static Amount amount(String text) {
    String plain = text.replace(",", "").replace(" ", "");
    try {
      if (plain.length() > DIGITS_MAX) {
        throw new NumberFormatException();
      }
      return plain.startsWith("x")
          ? new Amount.Factor(new BigDecimal(plain.substring(1)).movePointRight(3).longValueExact())
          : new Amount.Count(Long.parseLong(plain));
    } catch (NumberFormatException e) {
      throw new Refusal(400, "A limit is a number such as 1,000, or a factor such as x2.5.");
    } catch (ArithmeticException e) {
      throw new Refusal(400, "A factor has at most 3 decimals and is at most x1000000.");
    }
  }

  private static Answer remove(Visit visit) {
    Subject subject = subject(visit);
    Target target = Target.parse(visit.form("limit"));
    visit.all().grants().remove(subject, target);
    return Answer.done(path(subject), "The override of " + target + " is taken away.");
  }
}
