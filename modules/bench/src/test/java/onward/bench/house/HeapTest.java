package onward.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {

    @Test
    void the_generations_of_the_serial_collector_are_added() {
        String info = """
                4711:
                 def new generation   total 118016K, used 2048K [0x1, 0x2, 0x3)
                  eden space 104960K,   1% used [0x1, 0x2, 0x3)
                  from space 13056K,   0% used [0x1, 0x2, 0x3)
                 tenured generation   total 261888K, used 1024K [0x1, 0x2, 0x3)
                   the space 261888K,   0% used [0x1, 0x2, 0x3, 0x4)
                 Metaspace       used 145K, committed 320K, reserved 1114112K
                  class space    used 6K, committed 128K, reserved 1048576K
                """;

        assertThat(Heap.usedBytes(info)).isEqualTo(3 * 1024 * 1024);
    }

    @Test
    void the_heap_of_other_collectors_is_one_number() {
        assertThat(Heap.usedBytes("4711:\n garbage-first heap   total 380928K, used 1024K [0x1, 0x2)\n"))
                .isEqualTo(1024 * 1024);
        assertThat(Heap.usedBytes("4711:\n ZHeap           used 24M, capacity 372M, max capacity 5936M\n"))
                .isEqualTo(24 * 1024 * 1024);
    }

    @Test
    void what_nobody_can_say_is_no_number() {
        assertThat(Heap.usedBytes("")).isNaN();
    }
}
