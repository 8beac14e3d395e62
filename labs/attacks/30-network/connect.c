/* Calls a port and a name of this machine, which the self test listens on. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void attack(void)
{
    struct sockaddr_in port = { AF_INET, htons(@PORT@),
                                { htonl(INADDR_LOOPBACK) }, { 0 } };
    struct sockaddr_un name = { AF_UNIX, "\0@NAME@" };
    static const int families[] = { AF_INET6, AF_NETLINK, AF_PACKET, 40 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd >= 0 && connect(fd, (struct sockaddr *)&port,
                           sizeof(port)) == 0) {
        printf("CONNECTED port\n");
    }
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&name,
                           (socklen_t)(sizeof(sa_family_t) + 1 +
                                       sizeof("@NAME@") - 1)) == 0) {
        printf("CONNECTED name\n");
    }
    for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
        if (socket(families[i], SOCK_DGRAM, 0) >= 0) {
            printf("CONNECTED family %d\n", families[i]);
        }
    }
    fflush(stdout);
}
