/* A second main(). */
static void attack(void)
{
}

int main(void)
{
    return 0;
}
