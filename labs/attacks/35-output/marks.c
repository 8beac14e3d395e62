/* Escapes, NULs, markup and text that runs the other way. */
#include <unistd.h>

static void attack(void)
{
    static const char text[] =
        "\033]0;owned\007\033[2J\033[1;1H\0NUL\r\b\b"
        "<script>alert(1)</script><img src=x onerror=alert(1)>"
        "\xe2\x80\xae" "ssap\xe2\x80\xac \xff\xfe \xef\xbb\xbf"
        "]]><!-- --> ```\n# heading\n::error::x\n";

    if (write(1, text, sizeof(text) - 1) < 0) {
        _exit(1);
    }
}
