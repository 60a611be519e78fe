package io.tallygate.command;

import java.util.List;
import java.util.concurrent.Callable;

/** A command that works on keys and what belongs to them, wherever they are kept. */
interface StoreCommand extends Callable<Integer>, SettingOptions.Taker {

  @Override
  default List<Setting> settings() {
    return List.of(Setting.DATA, Setting.DB, Setting.CONFIG);
  }
}
