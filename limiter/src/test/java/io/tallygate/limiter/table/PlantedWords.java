package io.tallygate.limiter.table;

import io.tallygate.limiter.Limiter;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Puts other words under a limiter's table, which production has no way to do. */
final class PlantedWords {

  private PlantedWords() {}

  /**
   * Puts other words in the place of those that a limiter's table has.
   *
   * @param limiter that nobody uses yet
   * @return the limiter
   */
  static Limiter plant(Limiter limiter, UnaryOperator<Words> change) {
    try {
      CounterTable table = (CounterTable) part(limiter, "table");
      Words words = change.apply(table.words);
      field(part(table, "pages"), "words").set(part(table, "pages"), words);
      field(part(table, "placement"), "words").set(part(table, "placement"), words);
      field(table, "words").set(table, words);
      return limiter;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the table is not built as it was", e);
    }
  }

  private static Object part(Object of, String name) throws ReflectiveOperationException {
    return Objects.requireNonNull(field(of, name).get(of));
  }

  private static Field field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  static boolean isLock(int word) {
    return Slot.isTrailer(word / Slot.WORDS) && word % Slot.WORDS == Slot.LOCK;
  }
}
