package dev.serin.control;

class MemoryStoreTest extends StateStoreContract {
  @Override
  protected StateStore empty() {
    return new MemoryStore();
  }

  @Override
  protected StateStore reopened(StateStore closed) {
    return closed;
  }
}
